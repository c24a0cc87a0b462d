import * as Y from "yjs";

/** The name of a page is the first label of its address: one label of DNS, and none that the hosts of pages use themselves. */
export function isPageName(text: string): boolean {
  return /^[a-z][a-z0-9-]{1,30}[a-z0-9]$/.test(text) && text !== "www";
}

/** What a page's document holds. Editor and server-rendered page read the same shared types. */
export function contentOf(document: Y.Doc): { title: Y.Text; body: Y.Text } {
  return { title: document.getText("title"), body: document.getText("body") };
}
