import { renderToString } from 'react-dom/server';
import { App } from '../src/App';
import type { State } from '../src/state';
import type { Assets } from './manifest';

/** The whole page, as people see it before any script runs. */
export function page(state: State, { script, styles, icon }: Assets): string {
  // A name that somebody chose must not end the element.
  const data = JSON.stringify(state).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>CodeMate</title>
<link rel="icon" href="${icon}">
${styles.map((style) => `<link rel="stylesheet" href="${style}">`).join('\n')}
<script id="state" type="application/json">${data}</script>
<script type="module" src="${script}"></script>
</head>
<body><div id="root">${renderToString(<App state={state} />)}</div></body>
</html>
`;
}
