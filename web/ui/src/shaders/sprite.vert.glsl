// A square around something larger than a site.
layout(location = 0) in vec4 a_sprite; // x, y, radius [sites], seed

uniform float u_reach; // half of the square, in radii

out vec2 v_local; // in radii, y down
out float v_radius;
out float v_seed;

void main() {
  vec2 corner = vec2((gl_VertexID & 1) * 2 - 1, (gl_VertexID >> 1) * 2 - 1) * u_reach;
  vec2 site = a_sprite.xy + corner * a_sprite.z;
  vec2 at = (site - u_center) * u_scale / u_view * 2.0;
  gl_Position = vec4(at.x, -at.y, 0.0, 1.0);
  v_local = corner;
  v_radius = a_sprite.z;
  v_seed = a_sprite.w;
}
