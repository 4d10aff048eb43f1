// The cells: what stands on each site, by its code. From a few pixels a site on they
// are discs, then discs with the nucleus of their stage.
in vec2 v_site;
out vec4 color;

uniform usampler2D u_codes;
uniform sampler2D u_share;    // of coarse texels: sites with a cell
uniform sampler2D u_palette;  // 256 x 3: type color, group color, (form, shown, -, -)
uniform ivec2 u_mask;         // the memory of the level wraps
uniform ivec2 u_size;         // texels of the level
uniform float u_texel;        // sites per texel, 1 for the lattice itself
uniform float u_detail;       // 0 group colors, 1 type colors and nuclei

const float RADIUS = 0.53;
const float JITTER = 0.2;

const int ANUCLEATE = 1, BLAST = 2, ROUND = 3, SMALL = 4, KIDNEY = 5, BAND = 6, LOBED = 7, EOSINOPHIL = 8,
  BASOPHIL = 9, LYMPHOCYTE = 10, PLASMA = 11, MACROPHAGE = 12, GRANULAR = 13, MARKED = 14, GIANT = 15;

int codeAt(ivec2 t) {
  if (any(lessThan(t, ivec2(0))) || any(greaterThanEqual(t, u_size))) {
    return 255;
  }
  return int(texelFetch(u_codes, t & u_mask, 0).r);
}

vec4 look(int code, int row) {
  return texelFetch(u_palette, ivec2(code, row), 0);
}

float disc(vec2 q, vec2 at, float r) {
  return length(q - at) - r;
}

// Distance to the nucleus in the unit disc of the cell, negative inside.
float nucleus(int form, vec2 q) {
  switch (form) {
    case BLAST: return disc(q, vec2(0.06), 0.64);
    case ROUND: case GRANULAR: return disc(q, vec2(0.10, 0.02), 0.50);
    case SMALL: return disc(q, vec2(0.06), 0.36);
    case MARKED: return disc(q, vec2(0.05), 0.58);
    case LYMPHOCYTE: return disc(q, vec2(0.04), 0.70);
    case PLASMA: return disc(q, vec2(0.36, 0.0), 0.42);
    case MACROPHAGE: return disc(q, vec2(0.22, 0.1), 0.34);
    case KIDNEY: return max(disc(q, vec2(0.0), 0.56), -disc(q, vec2(0.52, 0.0), 0.34));
    case BAND: {
      float a = clamp(atan(q.y, q.x), -2.1, 2.1);
      return length(q - 0.42 * vec2(cos(a), sin(a))) - 0.17;
    }
    case LOBED: {
      float d = disc(q, vec2(0.36, 0.0), 0.27);
      d = min(d, disc(q, vec2(-0.18, 0.33), 0.27));
      d = min(d, disc(q, vec2(-0.18, -0.33), 0.27));
      d = min(d, max(abs(length(q) - 0.34) - 0.06, q.x - 0.36)); // strands between the lobes
      return d;
    }
    case EOSINOPHIL: return min(disc(q, vec2(0.0, 0.30), 0.30), disc(q, vec2(0.0, -0.30), 0.30));
    case BASOPHIL: return disc(q, vec2(0.0), 0.44);
  }
  return 1.0;
}

vec3 granules(int form, vec3 c, vec2 q, ivec2 site) {
  bool large = form == EOSINOPHIL || form == BASOPHIL;
  if (!large && form != GRANULAR) {
    return c;
  }
  float pitch = large ? 0.34 : 0.24;
  vec2 g = q / pitch;
  vec4 r = siteRandom(ivec2(floor(g)) + site * 31 + 613);
  float d = length(fract(g) - 0.25 - 0.5 * r.xy);
  float on = (1.0 - smoothstep(0.20, 0.36, d)) * step(0.25, r.z) * step(length(q), 0.84);
  on *= smoothstep(large ? 8.0 : 14.0, large ? 13.0 : 20.0, u_css);
  vec3 tint = form == EOSINOPHIL ? vec3(1.0, 0.82, 0.45) : form == BASOPHIL ? c * 0.32 : mix(c, vec3(0.75, 0.35, 0.55), 0.5);
  return mix(c, tint, on * 0.85);
}

// The color of a cell at q, in its unit disc.
vec3 cell(int code, vec2 q, ivec2 site, float turn, float px) {
  vec3 type = look(code, 0).rgb, group = look(code, 1).rgb;
  int form = int(look(code, 2).r * 255.0 + 0.5);
  vec3 c = mix(group, type, u_detail);
  vec3 body = c;
  float d = length(q - vec2(-0.06, -0.08));
  float light = mix(1.0, 1.10 - 0.16 * d, u_detail);
  c *= light;
  if (u_detail > 0.0) {
    vec2 r = mat2(cos(turn), -sin(turn), sin(turn), cos(turn)) * q;
    float n = 1.0 - smoothstep(-px, px, nucleus(form, r));
    vec3 dark = mix(body, vec3(0.02, 0.027, 0.043), 0.5);
    if (form == MARKED) {
      dark = mix(dark, body, step(0.5, fract((r.x + r.y) * 2.2)));
    }
    c = mix(c, dark, n * u_detail);
    c = granules(form, c, r, site);
    if (form == ANUCLEATE) {
      c = mix(c, mix(body, vec3(0.16, 0.0, 0.0), 0.35), (1.0 - smoothstep(0.15, 0.5, length(q))) * u_detail);
    }
  }
  float rim = smoothstep(0.80 - px, 0.80 + px, length(q));
  return mix(c, body * 0.70, rim * (0.35 + 0.65 * u_detail));
}

vec4 shown(vec3 c, int code) {
  float keep = look(code, 2).g;
  vec3 gray = vec3(0.16) + 0.10 * dot(c, vec3(0.3, 0.6, 0.1));
  return vec4(mix(gray, c, smoothstep(0.2, 1.0, keep)), step(0.1, keep));
}

vec4 texel(vec2 p) {
  ivec2 t = ivec2(floor(p / u_texel));
  int code = codeAt(t);
  if (look(code, 2).b < 0.5) {
    return vec4(0.0);
  }
  float share = u_texel > 1.0 ? texelFetch(u_share, t & u_mask, 0).r : 1.0;
  vec4 c = shown(look(code, 1).rgb, code);
  c.rgb *= 0.86 + 0.22 * siteRandom(t).x;
  return vec4(c.rgb, c.a * (0.3 + 0.7 * share));
}

// Odd rows stand half a site further than even ones, as round things pack. pick.ts
// knows.
float shift(int row) {
  return (row & 1) == 0 ? -0.25 : 0.25;
}

vec4 discs(vec2 p) {
  int row = int(floor(p.y));
  int step2 = fract(p.y) < 0.5 ? -1 : 1;
  float nearest = 2.0, px = 1.0, turn = 0.0;
  int code = 0;
  ivec2 where = ivec2(0);
  vec2 local = vec2(0.0);
  for (int k = 0; k < 4; k++) {
    int y = row + (k >> 1) * step2;
    float x = p.x - shift(y);
    ivec2 site = ivec2(int(floor(x)) + (k & 1) * (fract(x) < 0.5 ? -1 : 1), y);
    int c = codeAt(site);
    vec4 what = look(c, 2);
    int form = int(what.r * 255.0 + 0.5);
    if (what.b < 0.5 || form == GIANT) {
      continue;
    }
    vec4 r = siteRandom(site);
    float radius = RADIUS * (0.94 + 0.12 * r.z);
    vec2 q = (p - vec2(shift(y), 0.0) - (vec2(site) + 0.5 + JITTER * (r.xy - 0.5))) / radius;
    float d = length(q);
    if (form == MACROPHAGE) {
      d *= 1.0 + 0.09 * sin(atan(q.y, q.x) * 5.0 + r.w * 6.0) * u_detail;
    }
    if (d < nearest) {
      nearest = d;
      code = c;
      where = site;
      local = q;
      turn = r.w * 6.2832;
      px = 1.0 / (u_scale * radius);
    }
  }
  if (nearest > 1.0 + px) {
    return vec4(0.0);
  }
  vec4 c = shown(cell(code, local, where, turn, px), code);
  return vec4(c.rgb, c.a * (1.0 - smoothstep(1.0 - px, 1.0 + px, nearest)));
}

void main() {
  vec4 c = u_css < 3.0 || u_texel > 1.0 ? texel(v_site) : discs(v_site);
  color = vec4(c.rgb * c.a, c.a);
}
