import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import type { Pool, ResultSetHeader, RowDataPacket } from "mysql2/promise";

const derive = promisify<string, Buffer, number, Buffer>(scrypt);
const keyLength = 32;

/** Who has an account. Passwords are kept as scrypt hashes, `salt.key` in hexadecimal. */
export class Users {
  constructor(readonly pool: Pool) {}

  /** The new user's id; undefined: the address has an account already. */
  async create(email: string, password: string): Promise<number | undefined> {
    const salt = randomBytes(16);
    const hash = `${salt.toString("hex")}.${(await derive(password, salt, keyLength)).toString("hex")}`;
    const [made] = await this.pool.execute<ResultSetHeader>("INSERT IGNORE INTO users (email, password) VALUES (?, ?)", [email, hash]);
    return made.affectedRows === 1 ? made.insertId : undefined;
  }

  /** The user's id; undefined: there is no such user, or the password is another. */
  async check(email: string, password: string): Promise<number | undefined> {
    const [rows] = await this.pool.execute<RowDataPacket[]>("SELECT id, password FROM users WHERE email = ?", [email]);
    const [salt = "", key = ""] = ((rows[0]?.password as string | undefined) ?? `00.${"00".repeat(keyLength)}`).split(".");
    // Derived for unknown addresses too: how long it takes must not tell who has an account.
    const derived = await derive(password, Buffer.from(salt, "hex"), keyLength);
    return timingSafeEqual(derived, Buffer.from(key, "hex")) ? (rows[0]?.id as number | undefined) : undefined;
  }
}
