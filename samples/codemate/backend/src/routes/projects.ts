import { BadCall, type Route } from '../http';
import type { Projects } from '../projects';
import { text } from './input';

export const projectRoutes = (projects: Projects): Route[] => [
  { method: 'GET', path: /^\/api\/projects$/, answer: async () => ({ body: await projects.list() }) },
  {
    method: 'POST',
    path: /^\/api\/projects$/,
    answer: async ({ body }) => {
      const name = text(body, 'name', 80);
      const made = await projects.create(name);
      if (!made) throw new BadCall(409, `there is a project called ${name}`);
      return { status: 201, body: made };
    },
  },
  {
    method: 'GET',
    path: /^\/api\/projects\/(\d{1,9})$/,
    answer: async ({ params: [id] }) => {
      const found = await projects.find(Number(id));
      if (!found) throw new BadCall(404, `there is no project ${id}`);
      return { body: found };
    },
  },
];
