// A corner of the part of the world that is drawn.
uniform vec4 u_rect; // left, top, right, bottom [sites]

out vec2 v_site;

void main() {
  v_site = mix(u_rect.xy, u_rect.zw, vec2(gl_VertexID & 1, gl_VertexID >> 1));
  gl_Position = place((v_site - u_first) * u_scale);
}
