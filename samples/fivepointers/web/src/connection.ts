import * as Y from "yjs";
import { change, receive, whatIHave } from "../../shared/sync.ts";

const retryFirst = 100;
const retryLongest = 5_000;

/**
 * Keeps a document in step with the server. When the connection ends, as it does with every deploy, it is made again, and both sides say what
 * they have: nothing that was typed meanwhile is lost.
 */
export class Connection {
  #socket: WebSocket | undefined;
  #retry = retryFirst;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(readonly address: string, readonly token: string, readonly document: Y.Doc, readonly onState: (connected: boolean) => void) {
    document.on("update", this.#changed);
    this.#open();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.document.off("update", this.#changed);
    this.#socket?.close();
  }

  #open(): void {
    const socket = new WebSocket(this.address, ["fivepointers", this.token]);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      this.#retry = retryFirst;
      this.onState(true);
      socket.send(new Uint8Array(whatIHave(this.document)));
    };
    socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
      const answer = receive(this.document, new Uint8Array(data), this);
      if (answer) socket.send(new Uint8Array(answer));
    };
    socket.onclose = () => {
      if (this.#closed) return;
      this.onState(false);
      this.#timer = setTimeout(() => this.#open(), this.#retry);
      this.#retry = Math.min(this.#retry * 2, retryLongest);
    };
    this.#socket = socket;
  }

  #changed = (data: Uint8Array, origin: unknown): void => {
    if (origin !== this && this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(new Uint8Array(change(data)));
  };
}
