// One triangle over the whole view.
out vec2 v_site;

void main() {
  vec2 corner = vec2(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0);
  gl_Position = vec4(corner, 0.0, 1.0);
  v_site = u_center + corner * vec2(0.5, -0.5) * u_view / u_scale;
}
