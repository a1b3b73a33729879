<?php
/** php portaal-jwks.php portaal-2026-1.pem [...]: de JWKS met het openbare deel van elke sleutel; de naam is de kid. */
$deel = fn (string $bytes): string => rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
$jwks = [];
$fout = $argc < 2 ? "Gebruik: php $argv[0] sleutel.pem [...]" : '';
foreach (array_slice($argv, 1) as $bestand) {
    $kid = basename($bestand, '.pem');
    $sleutel = openssl_pkey_get_private((string) file_get_contents($bestand));
    $is = $sleutel ? openssl_pkey_get_details($sleutel) : [];
    $fout .= isset($is['rsa']) && $is['bits'] >= 2048 ? '' : "$bestand: geen RSA-sleutel (PEM) van 2048 bits of meer\n";
    $past = preg_match('#^[A-Za-z0-9._~=+-]{1,128}$#D', $kid);
    $fout .= $past ? '' : "$bestand: gebruik in de naam alleen a-z, A-Z, 0-9 en ._~=+-\n";
    $fout .= isset($jwks[$kid]) ? "$bestand: er is al een sleutel met deze naam\n" : '';
    $jwks[$kid] = [
        'kty' => 'RSA', 'use' => 'sig', 'alg' => 'RS256', 'kid' => $kid,
        'n' => $deel($is['rsa']['n'] ?? ''), 'e' => $deel($is['rsa']['e'] ?? ''),
    ];
}
if ($fout !== '') {
    fwrite(STDERR, rtrim($fout) . "\n");
    exit(1);
}
echo json_encode(['keys' => array_values($jwks)], JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES), "\n";
