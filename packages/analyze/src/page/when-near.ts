/** Calls a function once, when a node comes near the screen. */
export function whenNear(node: Element, wake: () => void): void {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      wake();
    },
    { rootMargin: '400px' },
  );
  observer.observe(node);
}
