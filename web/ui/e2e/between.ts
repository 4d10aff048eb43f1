// A line between the page and the server that can be slow, and that can say what the
// server never said.

import { createConnection, createServer, type AddressInfo, type Server, type Socket } from "node:net";

/** How often a slow line passes bytes on [ms]. */
const BEAT = 20;
/** What a slow line holds before it stops to take more [bytes]. */
const HELD = 32 * 1024;

export class Between {
  /** Bytes a second toward the page; 0 = as many as come. */
  rate = 0;
  /** Bytes that went to the page so far. */
  passed = 0;
  /** The server's address, by this line. */
  readonly link: string;
  private readonly lines = new Set<Line>();

  private constructor(private readonly server: Server, port: number, link: string) {
    const u = new URL(link);
    const to = Number(u.port);
    server.on("connection", (page) => this.connect(page, to));
    u.port = String(port);
    this.link = u.href;
  }

  static async start(link: string): Promise<Between> {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    server.unref();
    return new Between(server, (server.address() as AddressInfo).port, link);
  }

  /** Says to the page, between two messages of the server, on the websocket that is open. */
  say(messages: readonly (Uint8Array | string)[]): void {
    const open = [...this.lines].filter((l) => l.upgraded).at(-1);
    if (open === undefined) {
      throw new Error("no websocket is open");
    }
    messages.forEach((m) => open.insert(frame(m)));
  }

  /** Cuts all connections. */
  cut(): void {
    this.lines.forEach((l) => l.end());
  }

  close(): void {
    this.cut();
    this.server.close();
  }

  private connect(page: Socket, port: number): void {
    const line = new Line(page, createConnection(port, "127.0.0.1"), this, () => this.lines.delete(line));
    this.lines.add(line);
  }
}

/** One connection. */
class Line {
  upgraded = false;
  private begun = false;
  /** The begin of a frame that has not come whole. */
  private rest = Buffer.alloc(0);
  /** To be said when the frame under way is whole. */
  private extra: Buffer[] = [];
  private queue: Buffer[] = [];
  private held = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly page: Socket, private readonly server: Socket, private readonly of: Between, private readonly gone: () => void) {
    page.pipe(server);
    server.on("data", (b: Buffer) => this.take(b));
    for (const s of [page, server]) {
      s.unref();
      s.on("error", () => this.end());
    }
    page.on("close", () => this.end());
    server.on("close", () => page.end());
    this.timer = setInterval(() => this.beat(), BEAT);
    this.timer.unref();
  }

  insert(b: Buffer): void {
    if (this.rest.length === 0) {
      this.pass(b);
    } else {
      this.extra.push(b);
    }
  }

  end(): void {
    clearInterval(this.timer);
    this.page.destroy();
    this.server.destroy();
    this.gone();
  }

  private take(b: Buffer): void {
    if (!this.begun) {
      this.begun = true;
      this.upgraded = b.subarray(0, 12).toString() === "HTTP/1.1 101";
      const head = b.indexOf("\r\n\r\n") + 4;
      if (this.upgraded) {
        this.pass(b.subarray(0, head));
        b = b.subarray(head);
      }
    }
    if (!this.upgraded) {
      this.pass(b);
      return;
    }
    this.rest = Buffer.concat([this.rest, b]);
    for (let size = frameSize(this.rest); size <= this.rest.length; size = frameSize(this.rest)) {
      this.pass(this.rest.subarray(0, size));
      this.rest = this.rest.subarray(size);
      this.extra.forEach((e) => this.pass(e));
      this.extra = [];
    }
  }

  private pass(b: Buffer): void {
    if (this.of.rate === 0 && this.held === 0) {
      this.of.passed += b.length;
      this.page.write(b);
      return;
    }
    this.queue.push(b);
    this.held += b.length;
    if (this.held > HELD) {
      this.server.pause();
    }
  }

  /** Passes on what a slow line may in a beat. */
  private beat(): void {
    let may = this.of.rate === 0 ? Infinity : (this.of.rate * BEAT) / 1000;
    while (may > 0 && this.queue.length > 0) {
      const b = this.queue[0] as Buffer;
      const part = b.subarray(0, Math.min(may, b.length));
      this.page.write(part);
      this.of.passed += part.length;
      this.held -= part.length;
      may -= part.length;
      if (part.length < b.length) {
        this.queue[0] = b.subarray(part.length);
      } else {
        this.queue.shift();
      }
    }
    if (this.held <= HELD) {
      this.server.resume();
    }
  }
}

/** The length of the frame that b begins with, as far as is known: more than there is if it is not whole. */
function frameSize(b: Buffer): number {
  if (b.length < 2) {
    return 2;
  }
  const short = (b[1] as number) & 0x7f;
  const head = short === 127 ? 10 : short === 126 ? 4 : 2;
  if (b.length < head) {
    return head;
  }
  return head + (short === 127 ? Number(b.readBigUInt64BE(2)) : short === 126 ? b.readUInt16BE(2) : short);
}

/** A whole message as a server frames it. */
function frame(m: Uint8Array | string): Buffer {
  const body = Buffer.from(m as Uint8Array);
  const kind = typeof m === "string" ? 0x81 : 0x82;
  const head = Buffer.alloc(body.length < 126 ? 2 : 4);
  head[0] = kind;
  if (body.length < 126) {
    head[1] = body.length;
  } else {
    head[1] = 126;
    head.writeUInt16BE(body.length, 2);
  }
  return Buffer.concat([head, body]);
}
