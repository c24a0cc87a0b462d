import { type FormEvent, useEffect, useState } from 'react';
import { call, type Project } from './api';

export function Projects() {
  const [projects, setProjects] = useState<Project[]>([]);
  const load = async () => setProjects(await call<Project[]>('GET', 'projects'));
  useEffect(() => void load(), []);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    await call('POST', 'projects', { name: new FormData(event.currentTarget).get('name') });
    await load();
  };

  return (
    <>
      <ul id="projects">
        {projects.map((project) => (
          <li key={project.id}>
            <a href={`/projects/${project.id}`}>{project.name}</a> <small>{project.language}</small>
          </li>
        ))}
      </ul>
      <form onSubmit={submit}>
        <input name="name" placeholder="new project" aria-label="new project" required maxLength={80} /> <button>Create</button>
      </form>
    </>
  );
}
