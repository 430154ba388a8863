interface HeroProps {
  readonly title: string;
}

// A wide banner: three kites over the sea, evening light, paper cut style
export function Hero({ title }: HeroProps) {
  return (
    <section className="hero">
      <h1>{title}</h1>
      <p>A small paper kite, icon, two colors</p>
    </section>
  );
}
