import * as Y from "yjs";

/**
 * How two copies of a document agree. Each side says what it has (a Yjs state vector) and gets what it lacks; after that every change is sent
 * as it is made. Updates commute and may arrive twice, so a connection can be lost and made again at any moment.
 */
const have = 0;
const update = 1;

export function whatIHave(document: Y.Doc): Uint8Array {
  return framed(have, Y.encodeStateVector(document));
}

export function change(data: Uint8Array): Uint8Array {
  return framed(update, data);
}

/** Takes in a message of the other side. What it gives is the answer to send, if any. */
export function receive(document: Y.Doc, message: Uint8Array, origin: unknown): Uint8Array | undefined {
  const content = message.subarray(1);
  switch (message[0]) {
    case have:
      return change(Y.encodeStateAsUpdate(document, content));
    case update:
      Y.applyUpdate(document, content, origin);
      return undefined;
    default:
      throw new RangeError(`A message begins with ${message[0]}; valid are 0 and 1`);
  }
}

function framed(kind: number, content: Uint8Array): Uint8Array {
  const message = new Uint8Array(content.length + 1);
  message[0] = kind;
  message.set(content, 1);
  return message;
}
