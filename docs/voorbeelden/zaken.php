<?php
/**
 * Op de server van een portaal (WordPress, Drupal): één vraag, en een pagina zonder JavaScript.
 * Prefer: wait=3 zegt: antwoord binnen drie seconden met wat er dan is. Zo houdt een trage gemeente de pagina niet op.
 */

/** Het overzicht, of het probleem: de twee hebben geen veld gemeen. $basis eindigt op /v1. */
function mijnzaken_overzicht(string $basis, #[\SensitiveParameter] string $token, int $wacht = 3): array
{
    $antwoord = @file_get_contents("$basis/zaken", false, stream_context_create(['http' => [
        'header' => ["Authorization: Bearer $token", 'Accept: application/json', "Prefer: wait=$wacht"],
        'timeout' => $wacht + 2, 'ignore_errors' => true, 'follow_location' => 0,
    ]]));
    $inhoud = is_string($antwoord) ? json_decode($antwoord, true) : null;
    return is_array($inhoud) ? $inhoud : ['status' => 503];
}

/** Wat een inwoner leest bij een probleem. title en detail zijn voor wie de pagina bouwt. */
function mijnzaken_zin(int $status): string
{
    return [
        401 => 'U bent automatisch uitgelogd. Log opnieuw in.',
        403 => 'U kunt deze zaken niet zien met deze manier van inloggen.',
        404 => 'Deze zaak is er niet, of is niet van u.',
        429 => 'Het ophalen gaat nu te snel achter elkaar. Wacht even en probeer het opnieuw.',
        502 => 'We kunnen uw zaken niet laten zien. Neem contact op met uw gemeente.',
    ][$status] ?? 'We kunnen uw zaken nu niet laten zien. Dit ligt niet aan u. Probeer het later opnieuw.';
}

/** De pagina. Elke tekst is platte tekst: htmlspecialchars mag nooit ontbreken. */
function mijnzaken_html(array $overzicht): string
{
    $tekst = fn (?string $tekst): string => htmlspecialchars($tekst ?? '', ENT_QUOTES | ENT_SUBSTITUTE, 'UTF-8');
    $html = "<h1>Mijn zaken</h1>\n";
    if (!isset($overzicht['zaken'])) {
        return $html . "<p role=\"alert\">{$tekst(mijnzaken_zin($overzicht['status'] ?? 503))}</p>\n";
    }
    foreach (array_filter(array_column($overzicht['bronnen'], 'melding')) as $melding) {
        $html .= "<p role=\"status\">{$tekst($melding)}</p>\n";
    }
    if ($overzicht['zaken'] === [] && $overzicht['volledig']) {
        return $html . "<p>U heeft geen zaken.</p>\n";
    }
    foreach ($overzicht['zaken'] as $zaak) {
        $adres = $tekst('/zaken/' . rawurlencode($zaak['id']));
        $html .= "<article>\n<h2><a href=\"$adres\">{$tekst($zaak['titel'])}</a></h2>\n"
            . "<p>{$tekst($zaak['organisatie']['naam'])}: {$tekst($zaak['hoofdstatus']['naam'])}</p>\n"
            . "<p>{$tekst($zaak['samenvatting'])}</p>\n</article>\n";
    }
    return $html;
}
