/** Renders the desk into its page. */
import { render } from 'preact';
// It makes the one policy that the page may have, before anything else runs.
import './api/file-reader';
import { App } from './app';

const root = document.getElementById('desk');
if (root) render(<App />, root);
