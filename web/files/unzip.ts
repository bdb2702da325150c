/** Unpacks those parts of a spreadsheet that have cells, and stops as soon as they are bigger than a project's can be. */
import { Unzip, UnzipInflate, unzipSync } from 'fflate';
import { fileLimits } from '../model/cells';
import { FileError } from './fault';

/** Without pictures, drawings and the like. */
const isWanted = (name: string): boolean => /^xl\/(?:_rels\/|worksheets\/)?[^/]+\.(?:xml|rels)$/i.test(name);

/** So little that even the best packed of it unpacks to a few megabytes. */
const chunkBytes = 4 * 1024;

/** What the directory of the archive says. It may lie, so that the bytes are counted as well. */
function checkDeclared(archive: Uint8Array): void {
  let bytes = 0;
  const filter = ({ name, originalSize }: { name: string; originalSize: number }): boolean => {
    if (isWanted(name)) bytes += originalSize;
    return false;
  };
  unzipSync(archive, { filter });
  if (bytes > fileLimits.unpackedBytes) throw new FileError('unpacks_too_big');
}

const decode = (chunks: readonly Uint8Array[]): string => {
  const decoder = new TextDecoder();
  return chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join('') + decoder.decode();
};

/** The parts by their lower-case names. @throws FileError, or an Error of the library if it is no archive */
export function unzip(archive: Uint8Array): ReadonlyMap<string, string> {
  checkDeclared(archive);
  const parts = new Map<string, Uint8Array[]>();
  let bytes = 0;
  const reader = new Unzip((file) => {
    if (!isWanted(file.name)) return;
    const chunks: Uint8Array[] = [];
    parts.set(file.name.toLowerCase(), chunks);
    file.ondata = (error, chunk) => {
      // The library passes null where it has no error.
      if (error instanceof Error) throw error;
      bytes += chunk.length;
      if (bytes > fileLimits.unpackedBytes) throw new FileError('unpacks_too_big');
      chunks.push(chunk);
    };
    file.start();
  });
  reader.register(UnzipInflate);
  for (let from = 0; from < archive.length; from += chunkBytes) {
    reader.push(archive.subarray(from, from + chunkBytes), from + chunkBytes >= archive.length);
  }
  return new Map([...parts].map(([name, chunks]) => [name, decode(chunks)]));
}
