-- An invented practice that asks clients questions: English and Dutch names mixed, capitals, JSON, a key-value table, keys inside texts.
CREATE TABLE clienten (clientNr INTEGER NOT NULL PRIMARY KEY, voorletters VARCHAR(20), familienaam VARCHAR(80), mailadres VARCHAR(120), mobiel VARCHAR(20), geslacht VARCHAR(1), postcode VARCHAR(8), brieftype VARCHAR(12), verzekeraar VARCHAR(60), actief INTEGER);
CREATE TABLE behandelaars (id INTEGER NOT NULL PRIMARY KEY, volledigeNaam VARCHAR(120), email VARCHAR(120), wachtwoordHash VARCHAR(100));
CREATE TABLE vragenlijsten (id INTEGER NOT NULL PRIMARY KEY, titel VARCHAR(120), versie INTEGER, taal VARCHAR(2), gemaakt_door INTEGER);
CREATE TABLE vragen (id INTEGER NOT NULL PRIMARY KEY, vragenlijst_id INTEGER, volgorde INTEGER, vraagtekst VARCHAR(250));
CREATE TABLE antwoordopties (id INTEGER NOT NULL PRIMARY KEY, vraag_id INTEGER, omschrijving VARCHAR(120), punten INTEGER);
CREATE TABLE inzendingen (id INTEGER NOT NULL PRIMARY KEY, vragenlijst_id INTEGER, client_nr INTEGER, verstuurd TIMESTAMP NULL, soort VARCHAR(20), totaalscore INTEGER);
CREATE TABLE inzending_antwoorden (id INTEGER NOT NULL PRIMARY KEY, inzending_id INTEGER, vraag_id INTEGER, antwoord_id INTEGER, open_antwoord TEXT);
CREATE TABLE afspraken (id INTEGER NOT NULL PRIMARY KEY, client_nr INTEGER, behandelaar_id INTEGER, begin TIMESTAMP NULL, behandeling_id INTEGER, aantekening TEXT, status VARCHAR(20));
CREATE TABLE behandelingen (id INTEGER NOT NULL PRIMARY KEY, naam VARCHAR(80), tarief INTEGER);
CREATE TABLE toestellen (id INTEGER NOT NULL PRIMARY KEY, client_nr INTEGER, merk VARCHAR(40), versie VARCHAR(20), pushToken VARCHAR(120));
CREATE TABLE instellingen (id INTEGER NOT NULL PRIMARY KEY, sleutel VARCHAR(40), waarde VARCHAR(200));
CREATE TABLE verzendrij (id INTEGER NOT NULL PRIMARY KEY, taak VARCHAR(60), na TIMESTAMP NULL);
CREATE TABLE webhooks (id INTEGER NOT NULL PRIMARY KEY, ontvangen TIMESTAMP NULL, bericht TEXT);
CREATE TABLE landen (code VARCHAR(2) NOT NULL PRIMARY KEY, naam VARCHAR(60));
CREATE TABLE migraties (id INTEGER NOT NULL PRIMARY KEY, bestand VARCHAR(80), uitgevoerd TIMESTAMP NULL);
