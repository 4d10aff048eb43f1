#version 300 es
precision highp float;
precision highp int;
precision highp usampler2D;

// Of every shader: the window that is drawn. Places are sites, y downward.
uniform vec2 u_first;  // site at the upper left corner of the window
uniform vec2 u_size;   // size of the window [device pixels]
uniform float u_scale; // device pixels per site
uniform float u_css;   // CSS pixels per site: what is drawn depends on it

// Where a place of the window is for the rasterizer.
vec4 place(vec2 px) {
  vec2 q = px / u_size * 2.0 - 1.0;
  return vec4(q.x, -q.y, 0.0, 1.0);
}
