/** What kind of machine this is, in Node's words. */
export function machine(): { readonly platform: string; readonly arch: string } {
  return { platform: process.platform, arch: process.arch };
}
