import { socketAddress } from './addresses.ts';
import type { Reply } from './api.ts';

/** Longest time between two attempts to connect, in milliseconds. */
const longestPause = 10_000;

/**
 * Follows a thread until the returned function is called. A connection ends with every deploy, when the task that it leads to does: it is made again, and what was
 * said meanwhile is asked for by the number of the last reply.
 */
export function follow(thread: number, heard: (reply: Reply) => void, connected: (isConnected: boolean) => void): () => void {
  let [last, pause, isOver] = [0, 500, false];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let socket: WebSocket;

  function connect(): void {
    socket = new WebSocket(`${socketAddress(location)}/ws/threads/${thread}?after=${last}`);
    socket.onopen = () => {
      pause = 500;
      connected(true);
    };
    socket.onmessage = ({ data }) => {
      const event = JSON.parse(String(data)) as { type: string; reply: Reply };
      if (event.type !== 'reply') return;
      last = event.reply.id;
      heard(event.reply);
    };
    socket.onclose = () => {
      if (isOver) return;
      connected(false);
      // Not all at once: everybody is sent away in the same moment.
      timer = setTimeout(connect, pause * (0.5 + Math.random()));
      pause = Math.min(pause * 2, longestPause);
    };
  }

  connect();
  return () => {
    isOver = true;
    clearTimeout(timer);
    socket.close();
  };
}
