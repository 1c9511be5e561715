/** The message of a thrown value of any kind. */
export function errorText(error: unknown): string {
  if (error instanceof Error) return error.message;
  try {
    return String(error);
  } catch {
    return 'it threw an object that cannot be printed';
  }
}
