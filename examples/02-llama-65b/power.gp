# SPDX-License-Identifier: Apache-2.0
# Draws power.png from a result of this example:
#     icekeel run scenario.yaml -o result.h5 && gnuplot power.gp
# Needs gnuplot-nox and python3-h5py.

# Means of a quarter of an hour: seconds, facility and IT power, PUE, wet bulb.
data = '< /usr/bin/python3 -c "import h5py; run = h5py.File(''result.h5''); ' \
  . 'names = ''time facility_power it_power pue wet_bulb_temperature''.split(); ' \
  . 'means = [run[n][:len(run[n]) // 15 * 15].reshape(-1, 15).mean(1) for n in names]; ' \
  . '[print(*row) for row in zip(*means)]"'

set terminal pngcairo size 1000,560 font "DejaVu Sans,11" background "#ffffff"
set output "power.png"
set multiplot layout 2,1 margins 0.08,0.92,0.10,0.94 spacing 0.06
set xrange [0:24]
set grid lc rgb "#cccccc" lw 1
set border lc rgb "#888888"
set tics textcolor rgb "#333333"
day(t) = t / 86400.0

set title "LLaMA-65B on 256 DGX A100 near Paris in March" textcolor rgb "#222222"
set ylabel "power (MW)"
set yrange [0:1.6]
set format x ""
set key bottom center horizontal
plot data using (day($1)):($2/1e6) with lines lw 2 lc rgb "#c23b22" title "facility", \
     "" using (day($1)):($3/1e6) with lines lw 2 lc rgb "#1f4e79" title "IT"

unset title
set ylabel "PUE"
set y2label "wet bulb (°C)"
set yrange [1:1.4]
set y2range [-30:20]
set ytics nomirror
set y2tics -10,10,20
set format x "%g"
set xlabel "day"
set key bottom right horizontal
plot data using (day($1)):5 axes x1y2 with lines lw 1.5 lc rgb "#9db8d2" title "wet bulb", \
     "" using (day($1)):4 with lines lw 2 lc rgb "#c23b22" title "PUE"
unset multiplot
