// Puts the kept picture of the tissue under the cells. It wraps, so that a step of the
// camera adds only what is new; while the zoom moves it is stretched.
in vec2 v_px;
out vec4 color;

uniform sampler2D u_picture;
uniform ivec2 u_wrap;     // where its first pixel is kept
uniform vec2 u_from;      // pixel of the picture at the window's corner
uniform float u_stretch;  // pixels of the picture per pixel
uniform vec3 u_outside;

void main() {
  ivec2 size = textureSize(u_picture, 0);
  ivec2 p = ivec2(floor(u_from + v_px * u_stretch));
  if (any(lessThan(p, ivec2(0))) || any(greaterThanEqual(p, size))) {
    color = vec4(u_outside, 1.0);
    return;
  }
  p += u_wrap;
  p -= size * ivec2(greaterThanEqual(p, size));
  color = texelFetch(u_picture, ivec2(p.x, size.y - 1 - p.y), 0); // kept with its first row last
}
