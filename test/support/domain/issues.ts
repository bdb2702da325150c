/** What a schema says of a value: `pointer: message` of each finding, nothing when it fits. */
import type { z } from 'zod';

export function listIssues(schema: z.ZodType, value: unknown): string[] {
  const parsed = schema.safeParse(value);
  if (parsed.success) return [];
  return parsed.error.issues.map(({ path, message }) => `/${path.map(String).join('/')}: ${message}`);
}
