// Small helpers around WebGL2.

/** A linked program with its uniforms looked up by name. */
export interface Program {
  readonly handle: WebGLProgram;
  readonly at: (name: string) => WebGLUniformLocation | null;
}

/** Compiles and links, or throws an Error with the compiler's words. */
export function program(gl: WebGL2RenderingContext, vertex: string, fragment: string): Program {
  const handle = gl.createProgram();
  for (const [kind, source] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]] as const) {
    const shader = gl.createShader(kind);
    if (shader === null) {
      throw new Error("gpu: context lost");
    }
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(handle, shader);
    if (gl.getShaderParameter(shader, gl.COMPILE_STATUS) === false && !gl.isContextLost()) {
      throw new Error(`gpu: ${gl.getShaderInfoLog(shader) ?? "no log"}`);
    }
  }
  gl.linkProgram(handle);
  if (gl.getProgramParameter(handle, gl.LINK_STATUS) === false && !gl.isContextLost()) {
    throw new Error(`gpu: ${gl.getProgramInfoLog(handle) ?? "no log"}`);
  }
  const cache = new Map<string, WebGLUniformLocation | null>();
  const at = (name: string): WebGLUniformLocation | null => {
    if (!cache.has(name)) {
      cache.set(name, gl.getUniformLocation(handle, name));
    }
    return cache.get(name) ?? null;
  };
  return { handle, at };
}

export function texture(gl: WebGL2RenderingContext, filter: number, wrap: number = gl.CLAMP_TO_EDGE): WebGLTexture {
  const t = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, t);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, filter);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, filter);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, wrap);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, wrap);
  return t;
}

/** Makes t the texture that p calls name. */
export function bind(gl: WebGL2RenderingContext, unit: number, t: WebGLTexture, p: Program, name: string): void {
  gl.activeTexture(gl.TEXTURE0 + unit);
  gl.bindTexture(gl.TEXTURE_2D, t);
  gl.uniform1i(p.at(name), unit);
}

/** A part of the world on a part of a picture: what all shaders share. */
export interface Frame {
  /** Site at the upper left corner. */
  readonly x: number;
  readonly y: number;
  /** Device pixels. */
  readonly w: number;
  readonly h: number;
  /** Device and CSS pixels per site. */
  readonly scale: number;
  readonly css: number;
}

/** Makes p current and tells it the frame. */
export function use(gl: WebGL2RenderingContext, p: Program, f: Frame): void {
  gl.useProgram(p.handle);
  gl.uniform2f(p.at("u_first"), f.x, f.y);
  gl.uniform2f(p.at("u_size"), f.w, f.h);
  gl.uniform1f(p.at("u_scale"), f.scale);
  gl.uniform1f(p.at("u_css"), f.css);
}

/**
 * Squares of four corners each, drawn as two triangles. Instances would be fewer bytes,
 * but cost a software renderer five times as much.
 */
export class Squares {
  private readonly vertices: WebGLBuffer;
  private readonly indices: WebGLBuffer;
  private most = 0;

  constructor(private readonly gl: WebGL2RenderingContext) {
    this.vertices = gl.createBuffer();
    this.indices = gl.createBuffer();
  }

  /** Uploads the corners of n squares; attributes are set by layout, which finds the buffer bound. */
  draw(n: number, data: ArrayBufferView, length: number, layout: () => void): void {
    const gl = this.gl;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.vertices);
    gl.bufferData(gl.ARRAY_BUFFER, data, gl.STREAM_DRAW, 0, length);
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.indices);
    if (n > this.most) {
      this.most = Math.max(4096, 2 * n);
      const corners = [0, 1, 2, 2, 1, 3];
      gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, Uint32Array.from({ length: this.most * 6 }, (_, i) => 4 * Math.floor(i / 6) + (corners[i % 6] as number)), gl.STATIC_DRAW);
    }
    layout();
    gl.drawElements(gl.TRIANGLES, n * 6, gl.UNSIGNED_INT, 0);
    [0, 1, 2].forEach((i) => gl.disableVertexAttribArray(i));
  }
}
