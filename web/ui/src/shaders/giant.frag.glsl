// A megakaryocyte: far larger than a site, with a nucleus of many lobes.
in vec2 v_local;
in float v_radius;
in float v_seed;
out vec4 color;

uniform vec3 u_color;
uniform float u_keep; // 1, or less while something else is highlighted

void main() {
  float t = atan(v_local.y, v_local.x), s = v_seed * 6.2832;
  float d = length(v_local) / (1.0 + 0.13 * sin(3.0 * t + s) + 0.07 * sin(5.0 * t + 2.0 * s));
  float px = 1.0 / (u_scale * v_radius);
  float cover = 1.0 - smoothstep(1.0 - px, 1.0 + px, d);
  if (cover <= 0.0 || u_keep < 0.1) {
    discard;
  }
  vec3 c = u_color * (1.08 - 0.20 * d);
  c = mix(c, u_color * 0.70, smoothstep(0.84 - px, 0.84 + px, d));
  float n = 9.0;
  for (int k = 0; k < 6; k++) {
    float a = float(k) * 1.0472 + s;
    n = min(n, length(v_local - 0.33 * vec2(cos(a), sin(a))) - 0.25);
  }
  n = min(n, length(v_local) - 0.2);
  vec3 dark = mix(u_color, vec3(0.22, 0.03, 0.20), 0.72);
  c = mix(c, dark, 1.0 - smoothstep(-px, px, n));
  c = mix(vec3(0.2), c, smoothstep(0.2, 1.0, u_keep));
  color = vec4(c, 1.0) * cover;
}
