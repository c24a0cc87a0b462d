import { readFileSync } from 'node:fs';

type Chunk = { file: string; css?: string[] };

/** The addresses of what a page loads, by the manifest of the build that this server belongs to. */
export type Assets = { script: string; styles: string[]; icon: string };

export function readAssets(file: URL, base: string): Assets {
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Chunk>;
  const client = manifest['src/client.tsx'];
  const icon = manifest['src/icon.svg'];
  if (!client || !icon) throw new Error(`${file.pathname} does not tell what src/client.tsx and its icon became`);

  return { script: base + client.file, styles: (client.css ?? []).map((style) => base + style), icon: base + icon.file };
}
