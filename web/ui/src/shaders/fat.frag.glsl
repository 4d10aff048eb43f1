// A fat cell: one large drop of fat, its nucleus pressed to the rim.
in vec2 v_local;
in float v_radius;
in float v_seed;
out vec4 color;

void main() {
  float d = length(v_local);
  float px = 1.0 / (u_scale * v_radius); // a pixel in radii
  float cover = 1.0 - smoothstep(1.0 - px, 1.0 + px, d);
  if (cover <= 0.0) {
    discard;
  }
  float g = length(v_local - vec2(-0.3, -0.35)) / 1.35;
  vec3 c = mix(vec3(148.0, 135.0, 110.0), vec3(106.0, 96.0, 78.0), smoothstep(0.05, 0.55, g));
  c = mix(c, vec3(70.0, 64.0, 52.0), smoothstep(0.5, 1.0, g));
  vec2 h = (v_local - vec2(-0.34, -0.40)) * mat2(0.77, 0.64, -0.64, 0.77) / vec2(0.34, 0.2);
  c = mix(c, vec3(255.0, 243.0, 212.0), 0.20 * (1.0 - smoothstep(0.5, 1.1, length(h))));
  float rim = max(0.05, 1.3 * px);
  c = mix(c, vec3(201.0, 185.0, 143.0), smoothstep(1.0 - rim - px, 1.0 - rim + px, d));
  float a = v_seed * 6.2832;
  vec2 nucleus = (v_local - 0.90 * vec2(cos(a), sin(a)));
  nucleus = vec2(dot(nucleus, vec2(-sin(a), cos(a))) / 0.22, dot(nucleus, vec2(cos(a), sin(a))) / 0.09);
  c = mix(c, vec3(222.0, 206.0, 165.0), (1.0 - smoothstep(0.7, 1.1, length(nucleus))) * step(3.0, u_css));
  color = vec4(c / 255.0, 1.0) * cover;
}
