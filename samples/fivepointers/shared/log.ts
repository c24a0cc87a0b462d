/** One JSON object a line: CloudWatch Logs Insights finds its fields, across the log groups of all services, without being told of them. */
export function log(level: "info" | "error", message: string, fields: Record<string, unknown> = {}): void {
  process.stdout.write(`${JSON.stringify({ level, message, ...fields })}\n`);
}

export function logError(message: string, error: unknown, fields: Record<string, unknown> = {}): void {
  log("error", message, { ...fields, error: error instanceof Error ? error.message : String(error), stack: error instanceof Error ? error.stack : undefined });
}
