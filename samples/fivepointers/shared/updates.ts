import type { Pool, ResultSetHeader, RowDataPacket } from "mysql2/promise";
import * as Y from "yjs";

/** A change of a page's document, as it is kept. */
export interface KeptUpdate {
  id: number;
  page: number;
  data: Uint8Array;
}

const mergeFrom = 200;

/** The log of all documents: every change is a row, and applying the rows in any order, some of them twice, gives the document. */
export class Updates {
  constructor(readonly pool: Pool) {}

  async append(page: number, data: Uint8Array): Promise<number> {
    const [made] = await this.pool.execute<ResultSetHeader>("INSERT INTO page_updates (page_id, data) VALUES (?, ?)", [page, Buffer.from(data)]);
    return made.insertId;
  }

  /** All of a page. A long log is put together into one row; that two tasks do so at once does no harm. */
  async load(page: number, document: Y.Doc, origin: unknown): Promise<void> {
    const [rows] = await this.pool.execute<RowDataPacket[]>("SELECT id, data FROM page_updates WHERE page_id = ? ORDER BY id", [page]);
    for (const row of rows) Y.applyUpdate(document, row.data as Buffer, origin);
    if (rows.length < mergeFrom) return;

    await this.append(page, Y.mergeUpdates(rows.map((row) => row.data as Buffer)));
    await this.pool.query("DELETE FROM page_updates WHERE page_id = ? AND id IN (?)", [page, rows.map((row) => row.id as number)]);
  }

  /** What was written to pages after a row, by whichever task. */
  async after(id: number, pages: number[]): Promise<KeptUpdate[]> {
    if (pages.length === 0) return [];
    const [rows] = await this.pool.query<RowDataPacket[]>("SELECT id, page_id, data FROM page_updates WHERE id > ? AND page_id IN (?) ORDER BY id", [id, pages]);
    return rows.map((row) => ({ id: row.id as number, page: row.page_id as number, data: row.data as Buffer }));
  }

  async last(): Promise<number> {
    const [rows] = await this.pool.query<RowDataPacket[]>("SELECT MAX(id) AS last FROM page_updates");
    return (rows[0]?.last as number | null) ?? 0;
  }
}
