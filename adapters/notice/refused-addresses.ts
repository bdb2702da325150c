/**
 * Addresses a webhook never calls: no receiver lives there, but a cloud's metadata with our credentials may.
 * A company's own network is not among them: the operator who wrote the URL runs this worker too.
 */
import { lookup as systemLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { type IPv4, IPv6, parse, parseCIDR } from 'ipaddr.js';

/** What a receiver may have: a public address, or one of the company's own network or machine. */
const called = new Set(['unicast', 'private', 'uniqueLocal', 'loopback', 'carrierGradeNat']);

/** Metadata of clouds whose addresses for it are not link-local. */
const metadata = ['100.100.100.200', '168.63.129.16', '192.0.0.192', 'fd00:ec2::254', 'fd20:ce::254'].map((address) =>
  parse(address).toString(),
);

/** All that is given out for use in the world; the library calls unicast whatever it has no other name for. */
const worldwide = parseCIDR('2000::/3');
/** Names lead to IPv4 addresses in this form where there is IPv6 only (NAT64). */
const translated = parseCIDR('64:ff9b::/96');
/** An IPv4 address tunnelled by ISATAP stands behind these two of the eight parts. */
const isIsatap = ({ parts }: IPv6): boolean => [0x0000, 0x0200].includes(parts[4] ?? 1) && parts[5] === 0x5efe;

const isRefusedIpv4 = (address: IPv4): boolean => !called.has(address.range()) || metadata.includes(address.toString());

function isRefusedIpv6(address: IPv6): boolean {
  if (address.isIPv4MappedAddress()) return isRefusedIpv4(address.toIPv4Address());
  if (address.match(translated)) {
    const [a = 0, b = 0] = address.parts.slice(6);
    const inner = parse([a >> 8, a & 255, b >> 8, b & 255].join('.'));
    // RFC 6052: it stands for public addresses alone.
    return inner.range() !== 'unicast' || metadata.includes(inner.toString());
  }
  const range = address.range();
  if (range === 'unicast' && !address.match(worldwide)) return true;
  return !called.has(range) || isIsatap(address) || metadata.includes(address.toString());
}

/** Whether an address is refused, by what it leads to, however it is written. */
export function isRefusedAddress(address: string): boolean {
  if (isIP(address) === 0 || address.includes('%')) return true;
  const parsed = parse(address);
  return parsed instanceof IPv6 ? isRefusedIpv6(parsed) : isRefusedIpv4(parsed);
}

/** Thrown if a name leads to a refused address. */
export class AddressRefused extends Error {}

/** Resolves all addresses of a name. */
export type Resolve = (
  hostname: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Resolves a name for one connection, which then goes exactly to the checked address. One refused address refuses the
 * name.
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
