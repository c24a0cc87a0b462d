import type { Page } from "../../shared/pages.ts";

const style = "body{font:1.1rem/1.6 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem;color:#1b1f24}h1{line-height:1.2}p{white-space:pre-wrap}";

/** A user's page: its title, and a paragraph for every part of the text between empty lines. */
export function pageOf(name: string, title: string, body: string): string {
  const heading = escape(title || name);
  const paragraphs = body.split(/\n{2,}/).filter((text) => text.trim()).map((text) => `<p>${escape(text)}</p>`);
  return html(heading, `<h1>${heading}</h1>${paragraphs.join("") || "<p>Nothing has been written yet.</p>"}`);
}

/** What is served at the host of pages itself. */
export function indexOf(pages: Page[]): string {
  return html("Pages", `<h1>Pages</h1><ul>${pages.map(({ name }) => `<li>${escape(name)}</li>`).join("")}</ul>`);
}

export function missing(): string {
  return html("No such page", "<h1>No such page</h1><p>Nobody has made a page of this name.</p>");
}

function html(title: string, content: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style></head><body>${content}</body></html>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
