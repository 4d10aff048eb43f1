#version 300 es
precision highp float;
precision highp int;
precision highp usampler2D;

// Of every shader: where the camera is. Positions are sites.
uniform vec2 u_center;
uniform vec2 u_view;   // device pixels
uniform float u_scale; // device pixels per site
uniform float u_css;   // CSS pixels per site: what is drawn depends on it

uint mixBits(uint h) {
  h ^= h >> 16;
  h *= 0x7feb352du;
  h ^= h >> 15;
  h *= 0x846ca68bu;
  return h ^ (h >> 16);
}

// Four numbers in [0,1) that belong to a site. rand.ts has the same.
vec4 siteRandom(ivec2 site) {
  uint h = mixBits(uint(site.x) * 0x9e3779b9u + mixBits(uint(site.y)));
  return vec4(h & 255u, (h >> 8) & 255u, (h >> 16) & 255u, h >> 24) / 256.0;
}

float valueNoise(vec2 p) {
  ivec2 i = ivec2(floor(p));
  vec2 f = fract(p);
  f = f * f * (3.0 - 2.0 * f);
  float a = siteRandom(i).x, b = siteRandom(i + ivec2(1, 0)).x;
  float c = siteRandom(i + ivec2(0, 1)).x, d = siteRandom(i + ivec2(1, 1)).x;
  return mix(mix(a, b, f.x), mix(c, d, f.x), f.y);
}
