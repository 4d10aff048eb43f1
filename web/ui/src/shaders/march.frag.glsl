#version 300 es
// Marrow in depth: each ray goes from the eye through the volume and gathers what it
// meets, until nothing more can be seen.
precision highp float;
precision highp int;
precision highp sampler3D;
precision highp usampler3D;

in vec2 v_at;
out vec4 color;

uniform sampler3D u_solid;   // amounts of bone, vessel, fat, cells
uniform usampler3D u_codes;
uniform sampler2D u_palette; // rows: body, nucleus, granules, group
uniform vec3 u_dims;         // texels of the volume
uniform vec3 u_eye, u_right, u_down, u_ahead;
uniform vec2 u_wide;         // half of the picture at distance 1
uniform vec4 u_show;         // how much of bone, vessel, fat, cells is left, 0..1
uniform float u_cut;         // texels cut away
uniform float u_step;        // texels
uniform float u_inside;      // 1: the eye is in a vessel, whose inside is clear
uniform vec3 u_ground, u_bone, u_rim, u_wall, u_lumen, u_fat;

vec4 solid(vec3 p) {
  return texture(u_solid, p / u_dims);
}

// Light on the surface of a material at p, whose amount there is a.
float lit(vec3 p, float a, vec4 material) {
  vec3 g = a - vec3(dot(solid(p + vec3(1.2, 0, 0)), material), dot(solid(p + vec3(0, 1.2, 0)), material), dot(solid(p + vec3(0, 0, 1.2)), material));
  float n = length(g);
  return n < 0.01 ? 0.75 : 0.42 + 0.58 * max(0.0, dot(g / n, normalize(-u_ahead * 0.8 - u_down * 0.75 - u_right * 0.4)));
}

void main() {
  vec3 ray = normalize(u_ahead + u_right * v_at.x * u_wide.x + u_down * v_at.y * u_wide.y);
  vec3 safe = mix(ray, vec3(1e-5), lessThan(abs(ray), vec3(1e-5)));
  vec3 low = (vec3(u_cut, 0.0, 0.0) - u_eye) / safe, high = (u_dims - u_eye) / safe;
  vec3 first = min(low, high), last = max(low, high);
  float t = max(max(first.x, first.y), max(first.z, 0.0));
  float end = min(last.x, min(last.y, last.z));
  if (t >= end) {
    color = vec4(u_ground, 1.0);
    return;
  }
  // Starting a little apart hides the steps.
  t += u_step * fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(0.06711056, 0.00583715))));
  vec3 sum = vec3(0.0);
  float clear = 1.0;
  for (int i = 0; i < 640; i++) {
    if (t >= end || clear < 0.03) {
      break;
    }
    vec3 p = u_eye + ray * t;
    vec4 s = solid(p);
    float wall = smoothstep(0.3, 0.5, s.g), lumen = smoothstep(0.55, 0.95, s.g);
    vec4 a = vec4(smoothstep(0.38, 0.58, s.r), wall, smoothstep(0.4, 0.6, s.b), s.a) * u_show;
    a.g *= mix(0.42 - 0.34 * lumen, (1.0 - lumen) * (1.0 - lumen), u_inside);
    vec3 c = vec3(0.0);
    if (a.a > 0.02) {
      // Cells are balls in their texel.
      ivec3 site = ivec3(p);
      int code = int(texelFetch(u_codes, site, 0).r);
      vec3 q = p - vec3(site) - 0.5;
      vec4 body = texelFetch(u_palette, ivec2(code, 0), 0);
      a.a *= (1.0 - smoothstep(0.36, 0.56, length(q))) * step(0.9, body.a);
      c += a.a * body.rgb * (0.62 + 0.5 * max(0.0, dot(q * 2.0, normalize(-u_ahead - u_down))));
    }
    if (a.r > 0.02) {
      float l = lit(p, s.r, vec4(1, 0, 0, 0));
      c += a.r * mix(u_bone, u_rim, 0.25 * l) * l;
    }
    if (a.g > 0.01) {
      c += a.g * mix(u_wall * lit(p, s.g, vec4(0, 1, 0, 0)) * 1.15, u_lumen, lumen);
    }
    if (a.b > 0.02) {
      c += a.b * u_fat * lit(p, s.b, vec4(0, 0, 1, 0));
    }
    float all = dot(a, vec4(1.0));
    if (all > 0.0) {
      float cover = 1.0 - pow(1.0 - min(0.98, all), u_step * 1.2);
      sum += clear * cover * c / all;
      clear *= 1.0 - cover;
    }
    t += all > 0.0 ? u_step : u_step * 1.7; // faster where there is nothing
  }
  // What is far is a little darker.
  float fog = clamp(1.15 - 0.22 * (t / length(u_dims)), 0.55, 1.0);
  color = vec4(sum * mix(1.0, fog, 0.6) + u_ground * clear, 1.0);
}
