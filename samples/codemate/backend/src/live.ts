import type { Server as HttpServer } from 'node:http';
import type { Redis } from 'ioredis';
import { Server, type Socket } from 'socket.io';
import type { Projects } from './projects';

type Edit = { project: number; source: string; from: string };

const channel = 'edits';
const longestSource = 200_000;

/** What is typed in a project, sent to everybody else who has it open: on this task directly, on the others through Redis. */
export async function live(server: HttpServer, projects: Projects, redis: Redis): Promise<Server> {
  const sockets = new Server(server, { serveClient: false });
  sockets.on('connection', (socket) => {
    socket.on('open', (project: unknown) => Number.isInteger(project) && socket.join(room(project as number)));
    socket.on('edit', (edit: unknown, done: unknown) => {
      save(socket, edit).then(
        (problem) => typeof done === 'function' && done(problem ?? 'saved'),
        (error: unknown) => {
          console.error(error);
          if (typeof done === 'function') done('not saved');
        },
      );
    });
  });

  async function save(socket: Socket, given: unknown): Promise<string | undefined> {
    const { project, source } = (given ?? {}) as Partial<Edit>;
    if (!Number.isInteger(project) || typeof source !== 'string' || source.length > longestSource) return `an edit is a project and a source of at most ${longestSource} characters`;
    if (!(await projects.save(project as number, source))) return `there is no project ${project}`;
    await redis.publish(channel, JSON.stringify({ project, source, from: socket.id }));
    return undefined;
  }

  const listening = redis.duplicate();
  listening.on('error', (error: Error) => console.error(`redis: ${error.message}`));
  listening.on('message', (_: string, message: string) => {
    const { project, source, from } = JSON.parse(message) as Edit;
    sockets.local.to(room(project)).except(from).emit('edit', { project, source });
  });
  await listening.subscribe(channel);
  return sockets;
}

const room = (project: number) => `project:${project}`;
