import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The manifest tells which files have the hash of their content in their name.
export default defineConfig({ plugins: [react()], build: { manifest: true } });
