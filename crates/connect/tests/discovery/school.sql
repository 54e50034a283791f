-- The administration of an invented primary school: Dutch names, no foreign keys, a few traps.
CREATE TABLE leerlingen (id INTEGER NOT NULL PRIMARY KEY, roepnaam VARCHAR(60), tussenvoegsel VARCHAR(20), achternaam VARCHAR(80), geboortedatum DATE, bsn VARCHAR(9), groep_id INTEGER, adres_id INTEGER, thuistaal VARCHAR(30), inschrijfdatum DATE);
CREATE TABLE ouders (id INTEGER NOT NULL PRIMARY KEY, naam VARCHAR(120), contactgegeven1 VARCHAR(120), contactgegeven2 VARCHAR(40), beroep VARCHAR(60));
CREATE TABLE leerling_ouder (leerling_id INTEGER NOT NULL, ouder_id INTEGER NOT NULL, relatie VARCHAR(20), PRIMARY KEY (leerling_id, ouder_id));
CREATE TABLE medewerkers (id INTEGER NOT NULL PRIMARY KEY, voornaam VARCHAR(60), achternaam VARCHAR(80), email VARCHAR(120), wachtwoord VARCHAR(100), functie VARCHAR(40), in_dienst DATE);
CREATE TABLE groepen (id INTEGER NOT NULL PRIMARY KEY, naam VARCHAR(20), leerjaar INTEGER, lokaal VARCHAR(10), aangemaakt_door INTEGER);
CREATE TABLE adressen (id INTEGER NOT NULL PRIMARY KEY, straat VARCHAR(80), huisnummer VARCHAR(8), postcode VARCHAR(7), woonplaats VARCHAR(60));
CREATE TABLE machtigingen (id INTEGER NOT NULL PRIMARY KEY, ouder_id INTEGER, rekening VARCHAR(34), bedrag INTEGER, getekend DATE);
CREATE TABLE verzuim (id INTEGER NOT NULL PRIMARY KEY, leerling_id INTEGER, dag DATE, reden VARCHAR(200), gemeld_door INTEGER);
CREATE TABLE notities (id INTEGER NOT NULL PRIMARY KEY, leerling_id INTEGER, tekst TEXT, auteur_id INTEGER, geschreven DATE);
CREATE TABLE toetsen (id INTEGER NOT NULL PRIMARY KEY, naam VARCHAR(60), vak VARCHAR(30), versie INTEGER);
CREATE TABLE toetsresultaten (id INTEGER NOT NULL PRIMARY KEY, leerling_id INTEGER, toets_id INTEGER, score INTEGER, afgenomen DATE);
CREATE TABLE leerling_kenmerken (id INTEGER NOT NULL PRIMARY KEY, leerling_id INTEGER, kenmerk VARCHAR(40), waarde VARCHAR(200));
CREATE TABLE aanmeldingen (id INTEGER NOT NULL PRIMARY KEY, medewerker_id INTEGER, vanaf VARCHAR(45), programma VARCHAR(250), tijdstip TIMESTAMP NULL);
CREATE TABLE formulieren (id INTEGER NOT NULL PRIMARY KEY, soort VARCHAR(20), inhoud TEXT);
CREATE TABLE lesmateriaal (id INTEGER NOT NULL PRIMARY KEY, titel VARCHAR(80), uitgever VARCHAR(60), isbn VARCHAR(20), prijs INTEGER);
CREATE TABLE rooster (id INTEGER NOT NULL PRIMARY KEY, groep_id INTEGER, dag_van_week INTEGER, van VARCHAR(5), tot VARCHAR(5), vak VARCHAR(30));
