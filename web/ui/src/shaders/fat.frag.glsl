// A fat cell: one large drop of fat, its nucleus pressed to the rim.
in vec2 v_local;
flat in float v_radius;
flat in float v_seed;
out vec4 color;

uniform vec3 u_fat[3]; // from the light to the shadow
uniform vec3 u_rim;
uniform vec3 u_shine;
uniform vec3 u_nucleus;

void main() {
  float d = length(v_local);
  float px = 1.0 / (u_scale * v_radius); // a pixel in radii
  float cover = 1.0 - smoothstep(1.0 - px, 1.0 + px, d);
  if (cover <= 0.0) {
    discard;
  }
  float g = length(v_local - vec2(-0.3, -0.35)) / 1.35;
  vec3 c = mix(u_fat[0], u_fat[1], smoothstep(0.05, 0.55, g));
  c = mix(c, u_fat[2], smoothstep(0.5, 1.0, g));
  vec2 h = (v_local - vec2(-0.34, -0.40)) * mat2(0.77, 0.64, -0.64, 0.77) / vec2(0.34, 0.2);
  c = mix(c, u_shine, 0.20 * (1.0 - smoothstep(0.5, 1.1, length(h))));
  float rim = max(0.045, 1.2 * px);
  c = mix(c, u_rim, smoothstep(1.0 - rim - px, 1.0 - rim + px, d) * smoothstep(0.4, 3.5, u_css));
  float a = v_seed * 6.2832;
  vec2 out1 = vec2(cos(a), sin(a));
  vec2 n = v_local - 0.92 * out1;
  n = vec2(dot(n, vec2(-out1.y, out1.x)) / 0.17, dot(n, out1) / 0.065);
  c = mix(c, u_nucleus, (1.0 - smoothstep(0.7, 1.1, length(n))) * step(3.0, u_css));
  color = vec4(c, 1.0) * cover;
}
