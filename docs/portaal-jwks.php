<?php
/** php portaal-jwks.php portaal-2026-1.pem [...]: de JWKS met het openbare deel van elke sleutel; de naam is de kid. */
$deel = fn (string $bytes): string => rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
$jwks = ['keys' => []];
foreach (array_slice($argv, 1) as $bestand) {
    $sleutel = openssl_pkey_get_private((string) file_get_contents($bestand));
    $rsa = $sleutel ? openssl_pkey_get_details($sleutel)['rsa'] ?? null : null;
    if ($rsa === null) {
        fwrite(STDERR, "$bestand is geen RSA-sleutel (PEM)\n");
        exit(1);
    }
    $jwks['keys'][] = [
        'kty' => 'RSA', 'use' => 'sig', 'alg' => 'RS256', 'kid' => basename($bestand, '.pem'),
        'n' => $deel($rsa['n']), 'e' => $deel($rsa['e']),
    ];
}
echo json_encode($jwks, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES), "\n";
