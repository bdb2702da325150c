/** Hands a file or a paste to the worker that reads it, which is loaded only then. */
import type { FileAnswer, FileQuestion } from '../files/read';

const path = '/assets/files.js';

interface TrustedTypes {
  readonly createPolicy: (
    name: string,
    rules: { readonly createScriptURL: () => string },
  ) => { readonly createScriptURL: (url: string) => string };
}

/** Not in every browser. */
declare const trustedTypes: TrustedTypes | undefined;

function makeUrl(): string {
  if (typeof trustedTypes === 'undefined') return path;
  return trustedTypes.createPolicy('file-reader', { createScriptURL: () => path }).createScriptURL(path);
}

// By the only policy that the page allows: it knows one address, and is made before anything else could take its name.
const workerUrl = makeUrl();

/** A worker for each question, so that nothing of a file stays. */
export function ask(question: FileQuestion): Promise<FileAnswer> {
  return new Promise((resolve) => {
    const worker = new Worker(workerUrl);
    const end = (answer: FileAnswer): void => {
      worker.terminate();
      resolve(answer);
    };
    worker.addEventListener('message', ({ data }: MessageEvent<FileAnswer>) => end(data));
    // It cannot be loaded, or the file needs more memory than there is.
    worker.addEventListener('error', () => end({ fault: 'no_reader' }));
    worker.postMessage(question, 'bytes' in question ? [question.bytes] : []);
  });
}
