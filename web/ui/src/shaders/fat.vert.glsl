// A corner of the square around a fat cell.
layout(location = 0) in vec4 a_circle; // x, y, radius [sites], seed

out vec2 v_local; // in radii, y down
flat out float v_radius;
flat out float v_seed;

void main() {
  vec2 corner = vec2((gl_VertexID & 1) * 2 - 1, ((gl_VertexID >> 1) & 1) * 2 - 1) * 1.1;
  v_local = corner;
  v_radius = a_circle.z;
  v_seed = a_circle.w;
  gl_Position = place((a_circle.xy + corner * a_circle.z - u_first) * u_scale);
}
