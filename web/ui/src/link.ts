// The websocket: greeting, order of messages, commands with their answers, and
// finding back after the line was lost.

import { decode, encodeAck, inflated, lastOf, type Header, type Message } from "./codec.js";
import type { CellAnswer } from "./cellwire.js";
import { settings } from "./settings.js";
import { keptInTab } from "./storage.js";
import { parseMessage, PROTOCOLS, type Err, type Ok, type ServerMessage, type Welcome } from "./protocol.js";

export type LinkState = "connecting" | "live" | "reconnecting" | "stopped" | "refused" | "version" | "elsewhere" | "full";

/** Hears how far an answer is that takes long. */
export type Progress = (done: number, of: number) => void;

/** What the page must do about messages. */
export interface LinkHandler {
  welcome(w: Welcome): void;
  text(m: ServerMessage): void;
  binary(m: Message): void;
  /** A message came that is none, and was passed over; the frame that it ended, if it did. */
  garbled(frame: Header | null): void;
  state(): void;
  /** What is held of the exact streams. */
  held(): { epoch: number; row: number; event: number };
}

interface Pending {
  readonly message: string;
  readonly resolve: (m: never) => void;
  readonly reject: (m: Err) => void;
  readonly progress: Progress | undefined;
}

const FIRST_WAIT = 250;
/** Longest wait between tries; a server on this machine is not hurt by many. */
const LONGEST_WAIT = { near: 1000, far: 8000 };
/** Status comes every second: silence for this long is a lost line. */
const SILENCE = 6000;
/** Where a tab keeps its session. */
const STORED = "marrow-session";

export class Link {
  state: LinkState = "connecting";
  /** When the next try is, in Date.now milliseconds. */
  nextTry = 0;
  private socket: WebSocket | null = null;
  private wait = FIRST_WAIT;
  private timer = 0;
  private watch = 0;
  private client = "";
  private key = "";
  private chain: Promise<void> = Promise.resolve();
  private ids = 0;
  private warned = false;
  /** The name that the server knows, or will learn from the next greeting. */
  private named = settings.all.name;
  private readonly pending = new Map<string, Pending>();
  private readonly page = Math.random().toString(36).slice(2, 10);

  constructor(
    private readonly url: string,
    private readonly handler: LinkHandler,
    /** The server is on this machine: bytes are cheaper than inflating them, and tries cost nothing. */
    readonly near: boolean,
  ) {
    // A tab that is loaded again is the same client, and keeps the driver's place.
    [this.client = "", this.key = ""] = (keptInTab.getItem(STORED) ?? "").split(" ");
    window.addEventListener("online", () => this.hurry());
    document.addEventListener("visibilitychange", () => this.hurry());
    settings.watch(() => this.rename());
  }

  connect(): void {
    const s = new WebSocket(this.url, PROTOCOLS);
    s.binaryType = "arraybuffer";
    this.socket = s;
    s.onopen = () => this.greet();
    s.onmessage = (e: MessageEvent<unknown>) => this.receive(s, e.data);
    s.onclose = (e) => this.closed(s, e.code);
  }

  /** Tries at once, if a try is being waited for or was given up. */
  retryNow(): void {
    if (this.state === "stopped") {
      this.become("connecting");
      this.connect();
    } else {
      this.hurry();
    }
  }

  /** Gives the try up that is under way. */
  stop(): void {
    window.clearTimeout(this.timer);
    window.clearTimeout(this.watch);
    const s = this.socket;
    this.socket = null; // what it says from now on is not listened to
    s?.close();
    this.become("stopped");
  }

  /** Tries at once, if a try is being waited for and somebody looks. */
  private hurry(): void {
    if ((this.state === "reconnecting" || this.state === "full") && this.socket === null && document.visibilityState === "visible") {
      window.clearTimeout(this.timer);
      this.connect();
    }
  }

  /** Tells the server of another name. */
  private rename(): void {
    const { name } = settings.all;
    if (name !== this.named) {
      this.named = name;
      this.send({ t: "name", name });
    }
  }

  send(m: object): void {
    if (this.state === "live") {
      this.socket?.send(JSON.stringify(m));
    }
  }

  ack(world: number, seq: number): void {
    if (this.state === "live") {
      this.socket?.send(encodeAck(world, seq));
    }
  }

  /** Sends a command; the promise is settled by its answer, over a lost line too. */
  command(op: string, args: object = {}, world = 0, progress?: Progress): Promise<Ok> {
    return this.ask({ t: "cmd", op, world, args }, progress);
  }

  /** Asks, or sends a command; the answer has its id. */
  ask<T extends Ok | CellAnswer = Ok>(m: object, progress?: Progress): Promise<T> {
    const id = `${this.page}-${++this.ids}`;
    const message = JSON.stringify({ ...m, id });
    return new Promise((resolve, reject) => {
      this.pending.set(id, { message, resolve, reject, progress });
      if (this.state === "live") {
        this.socket?.send(message);
      }
    });
  }

  private greet(): void {
    const resume = this.client === "" ? {} : { resume: { client: this.client, key: this.key, ...this.handler.held() } };
    const hello = { t: "hello", proto: 1, caps: this.near ? ["events"] : ["events", "deflate"], lang: navigator.language, name: this.named, ...resume };
    this.socket?.send(JSON.stringify(hello));
  }

  /** Messages are handled strictly in order, also when one must be inflated first. */
  private receive(from: WebSocket, data: unknown): void {
    this.listen();
    this.chain = this.chain.then(() => this.handle(from, data)).catch((e: unknown) => console.error(e));
  }

  private async handle(from: WebSocket, data: unknown): Promise<void> {
    try {
      const message = data instanceof ArrayBuffer ? await inflated(data) : data;
      if (from !== this.socket) {
        return; // of a line that was lost meanwhile
      }
      if (typeof message === "string") {
        this.text(parseMessage(message));
      } else if (message instanceof ArrayBuffer) {
        this.handler.binary(decode(message));
      }
    } catch (e) {
      if (!(e instanceof RangeError)) {
        throw e; // a fault of the page
      }
      this.garbled(e, data);
    }
  }

  /** Passes over what cannot be read. It is told once; what is wrong is that of a broken server. */
  private garbled(e: RangeError, data: unknown): void {
    if (!this.warned) {
      this.warned = true;
      console.warn(`marrow: the server sends what cannot be read: ${e.message}`);
    }
    this.handler.garbled(data instanceof ArrayBuffer ? lastOf(data) : null);
  }

  private text(m: ServerMessage): void {
    switch (m.t) {
      case "welcome":
        this.welcomed(m);
        return;
      case "ok":
      case "cell":
      case "kin":
      case "found":
        this.pending.get(m.id)?.resolve(m as never);
        this.pending.delete(m.id);
        return;
      case "progress":
        this.pending.get(m.id)?.progress?.(m.done, m.of);
        return;
      case "err":
        if (m.id !== undefined) {
          this.pending.get(m.id)?.reject(m);
          this.pending.delete(m.id);
          return;
        }
        break;
    }
    this.handler.text(m);
  }

  private welcomed(w: Welcome): void {
    this.client = w.client;
    this.key = w.key;
    keptInTab.setItem(STORED, `${w.client} ${w.key}`);
    this.wait = FIRST_WAIT;
    this.state = "live"; // the handler may send
    this.handler.welcome(w);
    this.become("live");
    this.pending.forEach((p) => this.socket?.send(p.message));
  }

  private closed(s: WebSocket, code: number): void {
    if (s !== this.socket) {
      return;
    }
    this.socket = null;
    window.clearTimeout(this.watch);
    const final: Readonly<Record<number, LinkState>> = { 4400: "version", 4401: "refused", 4409: "elsewhere" };
    const end = final[code];
    if (end !== undefined) {
      this.become(end);
      return;
    }
    this.retryIn(code === 1013 ? 30_000 : Math.random() * this.wait);
    this.wait = Math.min(this.wait * 2, this.near ? LONGEST_WAIT.near : LONGEST_WAIT.far);
    this.become(code === 1013 ? "full" : "reconnecting");
  }

  private retryIn(ms: number): void {
    this.nextTry = Date.now() + ms;
    this.timer = window.setTimeout(() => this.connect(), ms);
  }

  /** Notices a line that is dead without saying so. */
  private listen(): void {
    window.clearTimeout(this.watch);
    this.watch = window.setTimeout(() => {
      const s = this.socket;
      if (s !== null && document.visibilityState === "visible") {
        this.closed(s, 1006);
        s.close();
      }
    }, SILENCE);
  }

  private become(s: LinkState): void {
    this.state = s;
    this.handler.state();
  }
}
