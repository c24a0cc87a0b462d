import type { Pool } from 'pg';

export type Project = { id: number; name: string; language: string; source: string };

/** The projects in PostgreSQL. */
export class Projects {
  constructor(private readonly pool: Pool) {}

  async list(): Promise<Omit<Project, 'source'>[]> {
    return (await this.pool.query('select id, name, language from projects order by name')).rows;
  }

  async find(id: number): Promise<Project | undefined> {
    return (await this.pool.query('select id, name, language, source from projects where id = $1', [id])).rows[0];
  }

  /** Undefined: there is one of that name. */
  async create(name: string): Promise<Project | undefined> {
    const sql = 'insert into projects (name) values ($1) on conflict do nothing returning id, name, language, source';
    return (await this.pool.query(sql, [name])).rows[0];
  }

  async save(id: number, source: string): Promise<boolean> {
    const saved = await this.pool.query('update projects set source = $2, updated_at = now() where id = $1', [id, source]);
    return saved.rowCount === 1;
  }

  async ping(): Promise<void> {
    await this.pool.query('select 1');
  }
}
