// The halo and ring of a stem cell, so that two among thousands are found.
in vec2 v_local; // in radii of the ring
in float v_radius;
in float v_seed;
out vec4 color;

uniform float u_keep;

void main() {
  float d = length(v_local);
  float px = 1.0 / (u_scale * v_radius);
  float glow = 0.62 * exp(-d * d * 1.1) * smoothstep(0.48, 0.62, d);
  float wide = max(0.07, 0.8 * px);
  float ring = 1.0 - smoothstep(wide - px, wide + px, abs(d - 1.0));
  vec3 gold = mix(vec3(1.0, 0.86, 0.55), vec3(1.0, 0.84, 0.42), d);
  float a = max(glow, ring) * smoothstep(0.2, 1.0, u_keep);
  color = vec4(gold, 1.0) * a;
}
