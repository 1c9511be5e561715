/** `nobody`: a user without rights of its own. */
const OTHER = 65534;

/** Can this process act as a user whom permissions stop? Root passes them all, and only root can become another one. */
export const hasOtherUser =
  process.getuid?.() !== 0 || (process.seteuid !== undefined && process.setegid !== undefined);

/** Does some work as a user whom permissions stop, which root is not: as another one where this process is root's. */
export async function asOtherUser<T>(work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0 || process.seteuid === undefined || process.setegid === undefined)
    return work();
  process.setegid(OTHER);
  process.seteuid(OTHER);
  try {
    return await work();
  } finally {
    process.seteuid(0);
    process.setegid(0);
  }
}
