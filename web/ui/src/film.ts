// Films of the view: MP4 where the browser can encode it, else WebM, else GIF.

import { BufferTarget, CanvasSource, canEncodeVideo, Mp4OutputFormat, Output, WebMOutputFormat, type VideoCodec } from "mediabunny";
import { GIFEncoder, applyPalette, quantize } from "gifenc";

/** Pictures in a second of film. */
export const RATE = 25;
/** GIFs hold their pictures uncompressed on the way: their edge is bounded [pixels]. */
const GIF_EDGE = 480;

/** Takes pictures and becomes a file. */
export interface Film {
  readonly ending: string;
  /** Adds the picture; resolves when the encoder has room for the next. */
  add(picture: HTMLCanvasElement): Promise<void>;
  end(): Promise<Blob>;
}

const CODECS: readonly (readonly [VideoCodec, "mp4" | "webm"])[] = [["avc", "mp4"], ["vp9", "webm"], ["vp8", "webm"]];

/** A film of pictures of w x h pixels in the best form that this browser can make. */
export async function newFilm(w: number, h: number): Promise<Film> {
  const width = w - (w % 2); // codecs want even edges
  const height = h - (h % 2);
  for (const [codec, ending] of CODECS) {
    if (await canEncodeVideo(codec, { width, height })) {
      return video(codec, ending, width, height);
    }
  }
  return gif(w, h);
}

async function video(codec: VideoCodec, ending: "mp4" | "webm", width: number, height: number): Promise<Film> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  const target = new BufferTarget();
  const output = new Output({ format: ending === "mp4" ? new Mp4OutputFormat() : new WebMOutputFormat(), target });
  const source = new CanvasSource(canvas, { codec, bitrate: Math.max(2e6, width * height * 6) });
  output.addVideoTrack(source, { frameRate: RATE });
  await output.start();
  let n = 0;
  return {
    ending,
    add: async (picture) => {
      context?.drawImage(picture, 0, 0);
      await source.add(n++ / RATE, 1 / RATE);
    },
    end: async () => {
      await output.finalize();
      return new Blob([target.buffer ?? new ArrayBuffer(0)], { type: `video/${ending}` });
    },
  };
}

/** A GIF, with colors chosen from its first picture. */
function gif(w: number, h: number): Film {
  const shrink = Math.min(1, GIF_EDGE / Math.max(w, h));
  const canvas = new OffscreenCanvas(Math.round(w * shrink), Math.round(h * shrink));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const encoder = GIFEncoder();
  let palette: number[][] | undefined;
  return {
    ending: "gif",
    add: (picture) => {
      context?.drawImage(picture, 0, 0, canvas.width, canvas.height);
      const data = context?.getImageData(0, 0, canvas.width, canvas.height).data ?? new Uint8ClampedArray(0);
      palette ??= quantize(data, 256);
      encoder.writeFrame(applyPalette(data, palette), canvas.width, canvas.height, { palette, delay: 1000 / RATE });
      return Promise.resolve();
    },
    end: () => {
      encoder.finish();
      return Promise.resolve(new Blob([encoder.bytes().slice().buffer], { type: "image/gif" }));
    },
  };
}
