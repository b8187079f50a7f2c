CREATE TABLE berths (
  number integer PRIMARY KEY,
  length numeric NOT NULL CHECK (length > 0),
  taken boolean NOT NULL DEFAULT false
);

CREATE TABLE bookings (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  berth integer NOT NULL REFERENCES berths (number),
  boat text NOT NULL,
  arrives date NOT NULL,
  leaves date NOT NULL CHECK (leaves > arrives)
);

CREATE INDEX bookings_by_day ON bookings (arrives, leaves);
