// Bone with its lamellae, vessels with their lining and red cells, and the dark
// ground that cells stand on.
in vec2 v_site;
out vec4 color;

uniform vec2 u_world;
uniform sampler2D u_field; // distances to bone and vessel, share of arteriole

const vec3 LINING = vec3(168.0, 84.0, 92.0) / 255.0;
const vec3 BONE_RIM = vec3(226.0, 208.0, 168.0) / 255.0;

float fractal(vec2 p) {
  return 0.65 * valueNoise(p) + 0.35 * valueNoise(2.0 * p + 9.0);
}

vec3 marrow(float n, float bone) {
  float e = max(0.0, 1.0 - bone / 3.0);
  return vec3(17.0 + 16.0 * n + 10.0 * e, 11.0 + 9.0 * n + 9.0 * e, 18.0 + 12.0 * n + 10.0 * e) / 255.0;
}

vec3 boneColor(vec2 p, float n, float bone) {
  float depth = min(1.0, -bone / 1.1);
  float fine = smoothstep(1.2, 4.0, u_css);
  float lamella = 0.5 + 0.5 * sin(bone * 4.2 + valueNoise(p * 0.18) * 9.0 + n * 4.0) * fine;
  vec3 c = vec3(150.0, 146.0, 142.0) + vec3(34.0, 34.0, 36.0) * lamella * depth + vec3(18.0, 18.0, 22.0) * n;
  c *= (0.50 + 0.2 * depth) * vec3(1.10, 1.03, 0.95) / 255.0;
  // Osteocytes lie along the lamellae.
  vec2 g = p / vec2(3.7, 3.1);
  vec4 r = siteRandom(ivec2(floor(g)) + 7919);
  vec2 q = (fract(g) - 0.25 - 0.5 * r.xy) * vec2(3.7, 3.1);
  float a = (r.z - 0.5) * 1.2;
  q = mat2(cos(a), -sin(a), sin(a), cos(a)) * q / vec2(0.42, 0.17);
  float o = (1.0 - smoothstep(0.8, 1.2, length(q))) * fine * step(bone, -0.7);
  return mix(c, vec3(46.0, 41.0, 36.0) / 255.0, o * 0.9);
}

// Red cells in the lumen: decoration, for the blood in the patch is not on the lattice.
vec3 lumen(vec2 p, float n, float vessel, float arteriole) {
  float t = min(1.0, -vessel / 1.5);
  vec3 c = vec3(44.0 + 24.0 * t + 9.0 * n, 9.0 + 5.0 * t, 15.0 + 7.0 * t) / 255.0;
  c = mix(c, c * vec3(1.9, 1.2, 1.2), arteriole);
  float cells = smoothstep(2.2, 4.5, u_css);
  float crowd = 0.30 + 0.34 * valueNoise(p * 0.28 + 31.0);
  c = mix(mix(c, vec3(0.72, 0.02, 0.10), 0.42 * t), c, cells);
  vec2 g = p / 0.95 + vec2(0.0, 0.5 * floor(p.x / 0.95));
  for (int k = 0; k < 4; k++) {
    vec2 o = vec2(k & 1, k >> 1) * sign(fract(g) - 0.5);
    ivec2 i = ivec2(floor(g + o));
    vec4 r = siteRandom(i + 104729);
    vec2 at = (vec2(i) + 0.5 + 0.3 * (r.xy - 0.5) - g) * 0.95;
    float d = length(at) / 0.43;
    float aa = 1.6 / (u_scale * 0.43);
    float on = (1.0 - smoothstep(1.0 - aa, 1.0, d)) * step(r.z, crowd) * step(vessel, -0.32) * cells;
    vec3 red = mix(vec3(0.90, 0.01, 0.13), vec3(0.74, 0.0, 0.10), r.w);
    red *= 0.80 + 0.20 * smoothstep(0.05, 0.55, d);
    red = mix(red, red * 0.72, smoothstep(0.82, 0.95, d));
    c = mix(c, red, on);
  }
  return c;
}

void main() {
  vec2 p = v_site;
  if (any(lessThan(p, vec2(0.0))) || any(greaterThan(p, u_world))) {
    color = vec4(7.0, 10.0, 15.0, 255.0) / 255.0;
    return;
  }
  vec3 field = texture(u_field, p / u_world).rgb;
  // A little noise in the distance makes outlines grown, not ruled.
  float wobble = (fractal(p * 0.9) - 0.5) * 0.5;
  float bone = field.r + wobble * 0.5, vessel = field.g + wobble * 0.35;
  float n = fractal(p * 0.52);
  vec3 c = marrow(n, bone);
  if (vessel < 0.0) {
    c = lumen(p, n, vessel, field.b);
  } else if (bone < 0.0) {
    c = boneColor(p, n, bone);
  }
  float line = max(0.2, 0.75 / u_scale);
  float soft = 1.2 / u_scale;
  float wall = line * (1.0 + field.b);
  c = mix(c, LINING, 0.68 * (1.0 - smoothstep(wall - soft, wall + soft, abs(vessel))));
  float rim = 1.0 - smoothstep(line - soft, line + soft, abs(bone));
  c = mix(c, BONE_RIM, 0.62 * rim * step(0.1, vessel));
  color = vec4(c, 1.0);
}
