/**
 * Addresses a webhook never calls: no receiver lives there, but a cloud's metadata with our credentials may.
 * A company's own network is not among them: the operator who wrote the URL runs this worker too.
 */
import { lookup as systemLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

const refusedIpv4 = [
  ['0.0.0.0', 8],
  // Link-local: the metadata of most clouds.
  ['169.254.0.0', 16],
  // Metadata of clouds whose addresses for it are not link-local.
  ['100.100.100.200', 32],
  ['168.63.129.16', 32],
  ['192.0.0.192', 32],
  // Multicast, reserved, broadcast.
  ['224.0.0.0', 3],
] as const;

const refusedIpv6 = [
  ['::', 128],
  ['fe80::', 10],
  ['fd00:ec2::254', 128],
  ['fd20:ce::254', 128],
  ['ff00::', 8],
  // 6to4 and Teredo: tunnels to an IPv4 address that is not looked at.
  ['2002::', 16],
  ['2001::', 32],
] as const;

const refused = new BlockList();
for (const [network, prefix] of refusedIpv6) refused.addSubnet(network, prefix, 'ipv6');
for (const [network, prefix] of refusedIpv4) {
  refused.addSubnet(network, prefix, 'ipv4');
  // Where there is IPv6 only, names lead to IPv4 addresses in this form (NAT64).
  refused.addSubnet(`64:ff9b::${network}`, 96 + prefix, 'ipv6');
}

/** An IPv4 address in the form `::ffff:…` counts as what it is. */
export function isRefusedAddress(address: string): boolean {
  const family = isIP(address);
  return family === 0 || refused.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** The name led to an address that is refused. */
export class AddressRefused extends Error {}

/** All addresses of a name. */
export type Resolve = (
  hostname: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Looks a name up for one connection, which then goes to what was looked at and nowhere else. One address that is
 * refused refuses the name.
 */
export const guardedLookup =
  (resolve: Resolve = systemLookup): LookupFunction =>
  (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = error ? [] : addresses;
      if (error || !first) callback(error ?? new AddressRefused(), '', 0);
      else if (addresses.some(({ address }) => isRefusedAddress(address))) callback(new AddressRefused(), '', 0);
      else if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
