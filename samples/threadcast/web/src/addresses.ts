/** Where the API of a page is. Anywhere else it is at the page's own address, as in the rehearsal and behind `vite`. */
const apis: Readonly<Record<string, string>> = {
  'threadcast.io': 'https://api.threadcast.io',
  'www.threadcast.io': 'https://api.threadcast.io',
  'dev.threadcast.io': 'https://api.dev.threadcast.io',
};

export function apiAddress(page: Pick<Location, 'hostname' | 'origin'>): string {
  return apis[page.hostname] ?? page.origin;
}

/** The same server, over WebSocket. */
export function socketAddress(page: Pick<Location, 'hostname' | 'origin'>): string {
  return apiAddress(page).replace(/^http/, 'ws');
}
