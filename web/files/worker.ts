/** The worker of the browser in which files are read, so that a slow one stops nobody from typing. */
import { answer, type FileQuestion } from './read';

addEventListener('message', ({ data }: MessageEvent<FileQuestion>) => postMessage(answer(data)));
