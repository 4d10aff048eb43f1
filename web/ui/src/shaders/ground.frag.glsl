// Bone with its lamellae, vessels with their lining, and the ground that cells stand
// on, in the colors of the skin. Lists are the two ends of a ramp.
in vec2 v_px;
out vec4 color;

uniform vec2 u_world;
uniform sampler2D u_field; // distances to bone and vessel, share of arteriole
uniform sampler2D u_noise; // random texels
uniform vec3 u_outside;
uniform vec3 u_stroma[2];
uniform vec3 u_endosteum;
uniform vec3 u_lumen[2];
uniform vec3 u_artery[2];
uniform vec3 u_walls[2];   // of vein and artery
uniform vec3 u_bone[2];
uniform float u_boneEdge;
uniform vec3 u_boneRim;
uniform vec3 u_osteocyte;

vec4 noise(vec2 p) {
  vec2 i = floor(p), f = p - i;
  return texture(u_noise, (i + f * f * (3.0 - 2.0 * f) + 0.5) / 256.0);
}

vec3 boneColor(vec2 p, float n, float bone) {
  float depth = min(1.0, -bone / 1.1);
  float fine = smoothstep(1.2, 4.0, u_css);
  float lamella = mix(0.5, 0.5 + 0.5 * sin(bone * 4.2 + noise(p * 0.18).r * 9.0 + n * 4.0), fine);
  vec3 c = mix(u_bone[0], u_bone[1], 0.72 * lamella * depth + 0.34 * n) * mix(u_boneEdge, 1.0, depth);
  if (fine == 0.0 || bone > -0.7) {
    return c;
  }
  // Osteocytes lie along the lamellae.
  vec2 g = p / vec2(3.7, 3.1);
  vec4 r = texelFetch(u_noise, ivec2(floor(g)) & 255, 0);
  vec2 q = (fract(g) - 0.25 - 0.5 * r.xy) * vec2(3.7, 3.1);
  float a = (r.z - 0.5) * 1.2;
  q = mat2(cos(a), -sin(a), sin(a), cos(a)) * q / vec2(0.40, 0.16);
  return mix(c, u_osteocyte, (1.0 - smoothstep(0.8, 1.2, length(q))) * fine * 0.9);
}

void main() {
  vec2 p = u_first + v_px / u_scale;
  if (any(lessThan(p, vec2(0.0))) || any(greaterThan(p, u_world))) {
    color = vec4(u_outside, 1.0);
    return;
  }
  vec3 field = texture(u_field, p / u_world).rgb;
  vec4 rough = noise(p * 0.9);
  float n = noise(p * 0.52).g;
  // A little noise in the distance makes outlines grown, not ruled.
  float wobble = (0.6 * rough.r + 0.4 * rough.g - 0.5) * 0.5;
  float bone = field.r + wobble * 0.5, vessel = field.g + wobble * 0.35, artery = field.b;
  vec3 c = mix(u_stroma[0], u_stroma[1], n) + u_endosteum * max(0.0, 1.0 - bone / 3.0);
  if (vessel < 0.0) {
    float t = min(1.0, -vessel / 1.5);
    c = mix(mix(u_lumen[0], u_lumen[1], t), mix(u_artery[0], u_artery[1], t), artery) * (0.94 + 0.12 * n);
  } else if (bone < 0.0) {
    c = boneColor(p, n, bone);
  }
  float line = max(0.2, 0.75 / u_scale);
  float soft = 1.2 / u_scale;
  float wall = line * (1.0 + artery);
  c = mix(c, mix(u_walls[0], u_walls[1], artery), 0.68 * (1.0 - smoothstep(wall - soft, wall + soft, abs(vessel))));
  float rim = 1.0 - smoothstep(line - soft, line + soft, abs(bone));
  c = mix(c, u_boneRim, 0.62 * rim * step(0.1, vessel));
  color = vec4(c, 1.0);
}
