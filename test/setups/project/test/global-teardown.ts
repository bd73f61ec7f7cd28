export default async function stop(): Promise<void> {
  await (globalThis as unknown as { emulator: { close(): Promise<void> } }).emulator.close();
}
