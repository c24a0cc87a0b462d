import type { Pool, ResultSetHeader, RowDataPacket } from "mysql2/promise";

export interface Page {
  id: number;
  name: string;
}

/** The pages that users have made, by the name in their address. */
export class Pages {
  constructor(readonly pool: Pool) {}

  async find(name: string): Promise<Page | undefined> {
    const [rows] = await this.pool.execute<RowDataPacket[]>("SELECT id, name FROM pages WHERE name = ?", [name]);
    return rows[0] as Page | undefined;
  }

  async of(owner: number): Promise<Page[]> {
    const [rows] = await this.pool.execute<RowDataPacket[]>("SELECT id, name FROM pages WHERE owner_id = ? ORDER BY name", [owner]);
    return rows as Page[];
  }

  async newest(count: number): Promise<Page[]> {
    const [rows] = await this.pool.query<RowDataPacket[]>("SELECT id, name FROM pages ORDER BY id DESC LIMIT ?", [count]);
    return rows as Page[];
  }

  /** Undefined: the name is taken. */
  async create(owner: number, name: string): Promise<Page | undefined> {
    const [made] = await this.pool.execute<ResultSetHeader>("INSERT IGNORE INTO pages (owner_id, name) VALUES (?, ?)", [owner, name]);
    return made.affectedRows === 1 ? { id: made.insertId, name } : undefined;
  }
}
