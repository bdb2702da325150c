/** Names that no DNS server can point elsewhere: what is sent there does not leave this machine. */
const names: readonly string[] = ['localhost', '127.0.0.1', '::1', '[::1]'];

/** `host` without a port. */
export const isLoopback = (host: string): boolean => names.includes(host);
