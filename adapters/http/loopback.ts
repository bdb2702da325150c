/** Names that no DNS server can point elsewhere: what is sent there does not leave this machine. */
const names: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** `host` without a port; an IPv6 address with or without its brackets. */
export const isLoopback = (host: string): boolean => host === '::1' || names.includes(host);

/** `address` as in a Host header: a host, an IPv6 address in brackets, with or without a port. */
export const isLoopbackAddress = (address: string): boolean => names.includes(address.replace(/:\d+$/, ''));
